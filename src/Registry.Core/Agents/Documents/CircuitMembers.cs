using System.Text.Json;
using Registry.Core.Resolution.Circuits;
using Registry.Core.Time;

namespace Registry.Core.Agents.Documents;

/// <summary>A circuit in a stored document and in an answer. One that nothing ever happened to is left out.</summary>
internal static class CircuitMembers
{
    private static readonly MemberNames Names = new(
        "state", "failures", "successes", "last_failure_ms", "opened_ms", "trial", "trial_from_ms", "trial_until_ms");

    public static void WriteStored(Utf8JsonWriter writer, Circuit circuit)
    {
        if (circuit == Circuit.Initial)
        {
            return;
        }

        writer.WriteStartObject("circuit"u8);
        writer.WriteString("state"u8, AgentWords.Circuit.Encoded(circuit.State));
        WriteCount(writer, "failures"u8, circuit.FailureCount);
        WriteCount(writer, "successes"u8, circuit.SuccessCount);
        WriteCount(writer, "last_failure_ms"u8, circuit.LastFailureAt);
        WriteCount(writer, "opened_ms"u8, circuit.OpenedAt);
        if (circuit.Trial is { } trial)
        {
            writer.WriteString("trial"u8, trial.Id);
            writer.WriteNumber("trial_from_ms"u8, trial.From);
            writer.WriteNumber("trial_until_ms"u8, trial.Until);
        }

        writer.WriteEndObject();
    }

    public static Circuit ReadStored(ref Utf8JsonReader reader)
    {
        var circuit = Circuit.Initial;
        var trial = new CircuitTrial("", 0, 0);
        for (var next = 0; StoredMembers.TryMember(ref reader, Names, ref next, out var member);)
        {
            switch (member)
            {
                case 0: circuit = circuit with { State = AgentWords.Circuit.TryParse(reader.ValueSpan, out var state) ? state : default }; break;
                case 1: circuit = circuit with { FailureCount = Math.Max(0, reader.GetInt32()) }; break;
                case 2: circuit = circuit with { SuccessCount = Math.Max(0, reader.GetInt32()) }; break;
                case 3: circuit = circuit with { LastFailureAt = Math.Max(0, reader.GetInt64()) }; break;
                case 4: circuit = circuit with { OpenedAt = Math.Max(0, reader.GetInt64()) }; break;
                case 5: trial = trial with { Id = reader.GetString()! }; break;
                case 6: trial = trial with { From = reader.GetInt64() }; break;
                case 7: trial = trial with { Until = reader.GetInt64() }; break;
            }
        }

        return trial.Id.Length == 0 ? circuit : circuit with { Trial = trial };
    }

    public static void WriteAnswer(Utf8JsonWriter writer, Agent agent)
    {
        var circuit = agent.Circuit;
        if (circuit == Circuit.Initial)
        {
            return;
        }

        writer.WriteStartObject("circuit"u8);
        writer.WriteString("name"u8, agent.Id);
        writer.WriteString("state"u8, AgentWords.Circuit.Encoded(circuit.State));
        writer.WriteNumber("failure_count"u8, circuit.FailureCount);
        writer.WriteNumber("success_count"u8, circuit.SuccessCount);
        WriteTime(writer, "last_failure_time"u8, circuit.LastFailureAt);
        WriteTime(writer, "opened_at"u8, circuit.OpenedAt);
        writer.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long count)
    {
        if (count != 0)
        {
            writer.WriteNumber(name, count);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long unixMs)
    {
        if (unixMs != 0)
        {
            Span<byte> text = stackalloc byte[Rfc3339.Length];
            Rfc3339.Write(text, unixMs);
            writer.WriteString(name, text);
        }
    }
}
