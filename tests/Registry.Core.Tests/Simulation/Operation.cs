using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Tests.Simulation;

/// <summary>Something that a client asked for, and what it was answered. Times are virtual ticks.</summary>
internal sealed class Operation
{
    public required OperationKind Kind { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>"" until it is answered, where the registry chooses.</summary>
    public string AgentId { get; set; } = "";

    public string Instance { get; set; } = "";

    public long Invoked { get; set; }

    /// <summary>When the client had the answer, or knew that there will be none.</summary>
    public long? Answered { get; set; }

    public Precondition Precondition { get; init; } = Precondition.None;

    public Freshness Freshness { get; init; }

    /// <summary>What a heartbeat or an operator reports.</summary>
    public HealthStatus? Status { get; init; }

    /// <summary>Whether it writes its marker into the metadata.</summary>
    public bool Marks { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>The process died, or the client gave up: it may have happened, or may still happen.</summary>
    public bool IsLost { get; set; }

    public Refusal? Refusal { get; set; }

    /// <summary>The agent that was answered.</summary>
    public Agent? Agent { get; set; }

    /// <summary>Created, or removed.</summary>
    public bool Flag { get; set; }

    public long AgeMs { get; set; }

    /// <summary>What a read answered.</summary>
    public IReadOnlyList<AgentView> Views { get; set; } = [];

    public bool IsOk => Answered is not null && !IsLost && Refusal is null;

    /// <summary>Text that no other operation writes (but the same request asked again): the name of a registration, or a value in the metadata.</summary>
    public required string Marker { get; init; }

    /// <summary>Whether an answer of success says that the agent is alive.</summary>
    public bool Renews => Kind is OperationKind.Register or OperationKind.Put or OperationKind.Patch or OperationKind.Heartbeat;

    public bool IsRefused(RefusalCode code) => Refusal?.Code == code;

    public override string ToString()
    {
        var answer = Answered is null ? "pending" : IsLost ? "lost" : Refusal is null ? "ok" : Refusal.Code.ToString();
        var detail = Agent is null ? "" : string.Create(CultureInfo.InvariantCulture, $" rev {Agent.Revision} epoch {Agent.Epoch} mark {Agent.LapseMark}");
        var latest = Freshness == Freshness.Latest ? " latest" : "";
        var until = Answered is { } at ? Seconds(at) : double.NaN;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Marker} {Kind}{latest} {AgentId} by {Caller.Name} on {Instance} [{Seconds(Invoked):F3}, {until:F3}] {answer}{detail}{(Flag ? " flag" : "")}");
    }

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;
}
