namespace Registry.Core.Sharding;

/// <summary>A command that was sent, as those see it who follow the log.</summary>
internal interface IPendingCommand
{
    string MutationId { get; }

    /// <summary>Its change is in the log: it is committed, whatever its answer was.</summary>
    void MarkFound();
}
