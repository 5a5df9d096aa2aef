using System.Globalization;
using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>An event that is on its way.</summary>
/// <param name="Partition">Whose log it is in.</param>
/// <param name="Seq">Its number there.</param>
/// <param name="AgentId">What it is about: nothing else of this agent is sent meanwhile.</param>
/// <param name="Type">Of the event.</param>
internal sealed record Sending(string Partition, long Seq, string AgentId, string Type)
{
    public string EventId => string.Create(CultureInfo.InvariantCulture, $"{Partition}:{Seq}");

    /// <summary>Null where it must be read from the log first.</summary>
    public RegistryEvent? Event { get; init; }
}
