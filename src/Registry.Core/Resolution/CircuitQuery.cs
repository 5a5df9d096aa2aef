using System.Buffers.Text;
using System.Text;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Resolution.Circuits;

namespace Registry.Core.Resolution;

/// <summary>Which circuits somebody wants to see, a page of them, by the ids of their agents.</summary>
public sealed record CircuitQuery
{
    private static readonly string StateForm = "One of " + AgentWords.Circuit.ListedWhere(static _ => true) + ".";

    /// <summary>Of agents of this type, compared without case; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>In one of these states; empty for all.</summary>
    public IReadOnlyList<CircuitState> States { get; init; } = [];

    /// <summary>1 … 1,000.</summary>
    public int Limit { get; init; } = DiscoveryQuery.MaxLimit;

    /// <summary>Only after this id.</summary>
    public string After { get; init; } = "";

    /// <summary>Reads the parameters of a request. Null when one of them is wrong: then every error is in <paramref name="errors"/>.</summary>
    public static CircuitQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, FieldErrors errors)
    {
        var parameters = new QueryParameters(given, errors);
        var query = new CircuitQuery
        {
            Type = parameters.One("type"),
            States = parameters.Many<CircuitState>("state", AgentWords.Circuit.TryParse, StateForm),
            Limit = parameters.One<int>("limit", DiscoveryQueryParser.TryParseLimit, DiscoveryQueryParser.LimitForm) ?? DiscoveryQuery.MaxLimit,
            After = ReadCursor(parameters),
        };
        return errors.IsEmpty ? query : null;
    }

    /// <summary>What goes on after an id.</summary>
    public static string CursorAfter(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    private static string ReadCursor(QueryParameters parameters)
    {
        if (parameters.One("cursor") is not { } wire)
        {
            return "";
        }

        Span<byte> utf8 = stackalloc byte[AgentLimits.MaxIdLength];
        if (Base64Url.IsValid(wire, out var length) && length <= utf8.Length && Base64Url.TryDecodeFromChars(wire, utf8, out var written))
        {
            var id = Encoding.UTF8.GetString(utf8[..written]);
            if (AgentId.IsValid(id))
            {
                return id;
            }
        }

        parameters.Refuse("cursor", "Not a cursor that this list gave.");
        return "";
    }
}
