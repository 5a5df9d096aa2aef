using System.Globalization;

namespace Registry.Functions.Settings;

/// <summary>Durations as settings write them: <c>hh:mm:ss</c>, with <c>.fff</c> behind or <c>d.</c> in front.</summary>
internal static class DurationText
{
    // TimeSpan.TryParse alone reads "5" as five days and "5:00" as five hours, which nobody who writes them means.
    private const int ColonsInFull = 2;

    public static TimeSpan? Parse(string text) =>
        text.Count(character => character == ':') == ColonsInFull
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
        && span >= TimeSpan.Zero
            ? span
            : null;
}
