using System.Globalization;
using Registry.Core.Discovery;

namespace Registry.Core.Resolution;

/// <summary>What must be there, and how long to wait for it.</summary>
/// <param name="Types">Each once; compared without case.</param>
/// <param name="Wait">At most <see cref="AgentResolution.MaxWait"/>.</param>
public sealed record ReadinessQuery(IReadOnlyList<string> Types, TimeSpan Wait)
{
    /// <summary>As long as the provider registry's document waits.</summary>
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    /// <summary>Reads the parameters of a request. Null when one of them is wrong: then every error is in <paramref name="errors"/>.</summary>
    /// <param name="given">May repeat. Names that are not known are ignored.</param>
    /// <param name="required">The types if none are given.</param>
    /// <param name="errors">By parameter.</param>
    public static ReadinessQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, IReadOnlyList<string> required, FieldErrors errors)
    {
        var parameters = new QueryParameters(given, errors);
        var types = parameters.Many("types");
        var wait = parameters.One<TimeSpan>("timeout", TryParseWait, "A number of seconds from 0 to 60.") ?? DefaultWait;
        return errors.IsEmpty ? new ReadinessQuery(types.Count > 0 ? types : required, wait) : null;
    }

    private static bool TryParseWait(string text, out TimeSpan wait)
    {
        var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds <= AgentResolution.MaxWait.TotalSeconds;
        wait = isNumber ? TimeSpan.FromSeconds(seconds) : default;
        return isNumber;
    }
}
