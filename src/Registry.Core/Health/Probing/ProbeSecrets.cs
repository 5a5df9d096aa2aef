using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Health.Probing;

/// <summary>The secret headers of agents that have some: read from their row when they are needed, kept while they stay the same.</summary>
internal sealed class ProbeSecrets(ITable table)
{
    // 8 KiB of headers each at the most.
    private const int MaxKept = 2_000;

    private readonly AgentRows _rows = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Seq, IReadOnlyList<KeyValuePair<string, string>> Headers)> _kept = new(StringComparer.Ordinal);

    /// <summary>
    /// The headers, or none; null when storage does not say now, or has other ones by now: those are not for the endpoint of the agent that is at hand.
    /// </summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>?> ReadAsync(string partition, Agent agent)
    {
        if (agent.SecretsSeq == 0)
        {
            return [];
        }

        lock (_gate)
        {
            if (_kept.TryGetValue(agent.Id, out var kept) && kept.Seq == agent.SecretsSeq)
            {
                return kept.Headers;
            }
        }

        var read = await table.GetAsync(partition, RowKeys.Agent(agent.Id), CancellationToken.None);
        if (read.Value is not { } row || _rows.Read(agent.Id, row)?.SecretsSeq != agent.SecretsSeq)
        {
            return null;
        }

        var headers = Parse(row.Bytes(Columns.Secrets));
        lock (_gate)
        {
            if (_kept.Count >= MaxKept)
            {
                _kept.Clear();
            }

            _kept[agent.Id] = (agent.SecretsSeq, headers);
        }

        return headers;
    }

    private static List<KeyValuePair<string, string>> Parse(ReadOnlyMemory<byte> json)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!json.IsEmpty)
        {
            using var document = JsonDocument.Parse(json);
            foreach (var header in document.RootElement.EnumerateObject())
            {
                headers.Add(new(header.Name, header.Value.GetString() ?? ""));
            }
        }

        return headers;
    }
}
