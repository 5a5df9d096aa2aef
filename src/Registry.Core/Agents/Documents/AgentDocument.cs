using System.Text;
using System.Text.Json;
using Registry.Core.Health;

namespace Registry.Core.Agents.Documents;

/// <summary>
/// The stored document of an agent: the registration in the words of the API, and what the registry keeps beside it. Slot,
/// epoch, revision and last sign of life are columns of the row. Members that a reader does not know are skipped and absent
/// ones have their default, so that two versions of the registry can share a table while one replaces the other.
/// </summary>
public static class AgentDocument
{
    public static byte[] ToStored(Agent agent) => JsonOutput.ToBytes(agent, static (writer, agent) =>
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, agent.Id);
        RegistrationWriter.WriteRegistered(writer, agent.Registration);
        writer.WriteText("owner"u8, agent.Owner);
        writer.WriteString("mutation_id"u8, agent.MutationId);
        writer.WriteNumber("registered_ms"u8, agent.RegisteredAt);
        writer.WriteNumber("updated_ms"u8, agent.UpdatedAt);
        WriteVersion(writer, agent);
        if (agent.Reported != HealthStatus.Unknown)
        {
            writer.WriteString("reported"u8, AgentWords.Status.Encoded(agent.Reported));
        }

        if (agent.LapseMark != 0)
        {
            writer.WriteNumber("lapse_mark"u8, agent.LapseMark);
        }

        if (agent.ProbeStatus != HealthStatus.Unknown)
        {
            writer.WriteString("probed"u8, AgentWords.Status.Encoded(agent.ProbeStatus));
        }

        if (agent.SecretsSeq != 0)
        {
            writer.WriteNumber("secrets_seq"u8, agent.SecretsSeq);
        }

        WriteMaintenance(writer, agent);
        StoredTrust.Write(writer, agent.Trust);
        writer.WriteString("state"u8, AgentWords.Lifecycle.Encoded(agent.FirstLifecycle));
        writer.WriteText("request_digest"u8, agent.RequestDigest);
        CircuitMembers.WriteStored(writer, agent.Circuit);
        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToStored"/> wrote, this version's or another's.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="slot">Column <c>Slot</c>.</param>
    /// <param name="epoch">Column <c>Epoch</c>.</param>
    /// <param name="revision">Column <c>Seq</c>.</param>
    /// <param name="seen">Column <c>Seen</c>, Unix milliseconds.</param>
    /// <param name="pool">Where strings that repeat are shared.</param>
    /// <exception cref="JsonException">The text is no JSON object: storage is corrupt.</exception>
    public static Agent FromStored(ReadOnlySpan<byte> utf8, int slot, long epoch, long revision, long seen, StringPool? pool = null) =>
        new StoredAgentReader(pool ?? StringPool.Shared).Read(utf8, slot, epoch, revision, seen);

    /// <summary>When and by whom is written only where it is not when and by whom it was registered.</summary>
    private static void WriteVersion(Utf8JsonWriter writer, Agent agent)
    {
        writer.WriteNumber("version_seq"u8, agent.VersionSeq);
        if (agent.VersionSeq != agent.Epoch)
        {
            writer.WriteNumber("version_ms"u8, agent.VersionAt);
            writer.WriteText("version_by"u8, agent.VersionBy);
        }
    }

    private static void WriteMaintenance(Utf8JsonWriter writer, Agent agent)
    {
        if (agent.Maintenance is not { } note)
        {
            return;
        }

        writer.WriteStartObject("maintenance"u8);
        writer.WriteString("reason"u8, note.Reason);
        if (note.Until is { } until)
        {
            writer.WriteNumber("until_ms"u8, until);
        }

        writer.WriteEndObject();
    }

    /// <summary>What the owner registered as one JSON object: reading it again gives the same registration.</summary>
    public static RawJson Registered(Registration registration) => new(JsonOutput.ToBytes(registration, static (writer, registration) =>
    {
        writer.WriteStartObject();
        RegistrationWriter.WriteRegistered(writer, registration);
        writer.WriteEndObject();
    }));

    /// <summary>Whether two registrations say the same: order of members and spelling of numbers in their JSON do not count.</summary>
    public static bool AreEqual(Registration left, Registration right) =>
        ReferenceEquals(left, right) || JsonValues.AreEqual(Registered(left), Registered(right));

    /// <summary>Whether the stored document is within <see cref="AgentLimits.MaxSerializedLength"/>.</summary>
    public static bool Fits(Agent agent)
    {
        var stored = ToStored(agent);
        return stored.Length <= AgentLimits.MaxSerializedLength || Encoding.UTF8.GetCharCount(stored) <= AgentLimits.MaxSerializedLength;
    }
}
