using System.Globalization;
using Registry.Core.Discovery;

namespace Registry.Core.Events;

/// <summary>What somebody asks of the audit.</summary>
public sealed record AuditQuery
{
    /// <summary>The type of every refusal.</summary>
    public const string RefusedType = "request.refused";

    private const string TimeForm = "A time as RFC 3339 has it, with its offset: 2026-11-21T10:30:00Z.";
    private const int MaxTimeLength = 40;

    private static readonly string LimitForm = string.Create(CultureInfo.InvariantCulture, $"A whole number from 1 to {EventFeed.MaxLimit}.");

    /// <summary>Which changes, by agent and type.</summary>
    public EventFilter Changes { get; private init; } = EventFilter.All;

    public string? Actor { get; private init; }

    /// <summary>Unix milliseconds: none before it.</summary>
    public long From { get; private init; } = long.MinValue;

    /// <summary>Unix milliseconds: none after it.</summary>
    public long To { get; private init; } = long.MaxValue;

    public int Limit { get; private init; } = EventFeed.DefaultLimit;

    public bool WantsChanges { get; private init; } = true;

    public bool WantsRefusals { get; private init; } = true;

    internal EventCursor? Cursor { get; private init; }

    /// <summary>Null, and everything that is wrong, where something is. Unknown parameters are ignored.</summary>
    public static AuditQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, FieldErrors errors)
    {
        var parameters = new QueryParameters(given, errors);
        var types = parameters.Many<string>("type", TryParseType, "A type of events, a group of them such as agent.*, *, or request.refused.");
        var success = parameters.One<bool>("success", TryParseBoolean, "Must be true or false.");
        var query = new AuditQuery
        {
            Changes = new EventFilter(types.FindAll(EventTypes.IsAuditPattern), EventQuery.ReadAgent(parameters)) { WithEntries = true },
            Actor = parameters.One("actor"),
            From = parameters.One<long>("from", TryParseTime, TimeForm) ?? long.MinValue,
            To = parameters.One<long>("to", TryParseTime, TimeForm) ?? long.MaxValue,
            Limit = parameters.One<int>("limit", EventQuery.TryParseLimit, LimitForm) ?? EventFeed.DefaultLimit,
            WantsChanges = success != false && (types.Count == 0 || types.Exists(EventTypes.IsAuditPattern)),
            WantsRefusals = success != true && (types.Count == 0 || types.Contains(RefusedType) || types.Contains(EventTypes.Any)),
            Cursor = ReadCursor(parameters),
        };
        return errors.IsEmpty ? query : null;
    }

    internal bool Wants(RegistryEvent change) => IsWithin(change.Time) && (Actor is null || Actor == change.Actor) && Changes.Matches(change);

    internal bool Wants(RefusedRequest refusal) =>
        IsWithin(refusal.Time) && (Actor is null || Actor == refusal.Actor) && (Changes.AgentId is null || Changes.AgentId == refusal.AgentId);

    private bool IsWithin(long time) => time >= From && time <= To;

    private static EventCursor? ReadCursor(QueryParameters parameters)
    {
        EventCursor? cursor = null;
        if (parameters.One("cursor", EventCursor.MaxLength) is { } wire && !EventCursor.TryParse(wire, CursorKind.Audit, out cursor))
        {
            parameters.Refuse("cursor", "Not a cursor that this audit gave.");
        }

        return cursor;
    }

    private static bool TryParseType(string text, out string type)
    {
        type = text;
        return text == RefusedType || EventTypes.IsAuditPattern(text);
    }

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    private static bool TryParseTime(string text, out long unixMs)
    {
        unixMs = 0;
        if (text.Length > MaxTimeLength
            || !text.Contains('T', StringComparison.OrdinalIgnoreCase)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        unixMs = time.ToUnixTimeMilliseconds();
        return true;
    }
}
