using System.Globalization;
using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Events;

/// <summary>What somebody asks of the events.</summary>
/// <param name="Cursor">As given; null for now.</param>
/// <param name="Filter">Which are wanted.</param>
/// <param name="Limit">Most in one answer, 1 … <see cref="EventFeed.MaxLimit"/>.</param>
/// <param name="Wait">How long to wait for the first.</param>
public sealed record EventQuery(string? Cursor, EventFilter Filter, int Limit, TimeSpan Wait)
{
    private static readonly string LimitForm = string.Create(CultureInfo.InvariantCulture, $"A whole number from 1 to {EventFeed.MaxLimit}.");
    private static readonly string WaitForm = string.Create(CultureInfo.InvariantCulture, $"A number of seconds from 0 to {EventFeed.MaxWait.TotalSeconds}.");

    /// <summary>Null, and everything that is wrong, where something is. Unknown parameters are ignored.</summary>
    public static EventQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, FieldErrors errors)
    {
        var parameters = new QueryParameters(given, errors);
        var query = new EventQuery(
            parameters.One("cursor", EventCursor.MaxLength),
            new EventFilter(parameters.Many<string>("type", TryParseType, "A type of events, a group of them such as agent.*, or *."), ReadAgent(parameters)),
            parameters.One<int>("limit", TryParseLimit, LimitForm) ?? EventFeed.DefaultLimit,
            parameters.One<TimeSpan>("wait", TryParseWait, WaitForm) ?? TimeSpan.Zero);
        return errors.IsEmpty ? query : null;
    }

    internal static bool TryParseType(string text, out string type)
    {
        type = text;
        return EventTypes.IsPattern(text);
    }

    internal static string? ReadAgent(QueryParameters parameters)
    {
        var id = parameters.One("agent");
        if (id is not null && !AgentId.IsValid(id))
        {
            parameters.Refuse("agent", AgentId.Rule);
        }

        return id;
    }

    internal static bool TryParseLimit(string text, out int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= EventFeed.MaxLimit;

    private static bool TryParseWait(string text, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || !(seconds <= EventFeed.MaxWait.TotalSeconds))
        {
            return false;
        }

        wait = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
