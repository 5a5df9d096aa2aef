using System.Globalization;
using Microsoft.Extensions.Configuration;
using Registry.Core;

namespace Registry.Functions.Settings;

/// <summary>Reads settings by their flat names (<c>__</c> between levels) and collects everything that is wrong with them. Messages never hold the value: it may be a secret.</summary>
internal sealed class SettingReader(IConfiguration configuration, FieldErrors errors)
{
    private const string LevelSeparator = "__";

    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The trimmed text; null where the setting is absent or blank.</summary>
    public string? Text(string name)
    {
        _asked.Add(Path(name));
        var value = configuration[Path(name)];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>The names directly below a prefix, as they were written.</summary>
    public IReadOnlyList<string> NamesBelow(string prefix) =>
        [.. configuration.GetSection(Path(prefix)).GetChildren().Select(child => child.Key).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The settings below a prefix that have a value and that nobody asked for: mistyped, or of another version.</summary>
    public IReadOnlyList<string> UnknownBelow(string prefix) =>
        [.. configuration.GetSection(Path(prefix)).AsEnumerable()
            .Where(setting => !string.IsNullOrWhiteSpace(setting.Value) && !_asked.Contains(setting.Key))
            .Select(setting => setting.Key.Replace(ConfigurationPath.KeyDelimiter, LevelSeparator, StringComparison.Ordinal))
            .Order(StringComparer.OrdinalIgnoreCase)];

    /// <param name="name">The setting.</param>
    /// <param name="reason">"must be …": what would be right, without the value that was given.</param>
    public void Refuse(string name, string reason) => errors.Add(name, reason);

    public bool Flag(string name, bool fallback) =>
        Parsed(name, fallback, text => bool.TryParse(text, out var flag) ? flag : null, "true or false");

    public int WholeNumber(string name, int fallback, int min, int max) =>
        WholeNumberOrNull(name, min, max) ?? fallback;

    public int? WholeNumberOrNull(string name, int min, int max) =>
        Parsed(name, (int?)null, text => Whole(text, min, max), string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    /// <summary>A number of seconds, fractions allowed, above 0 unless a minimum is given.</summary>
    public double Seconds(string name, double fallback, double min, double max) =>
        Parsed(name, fallback, text => Fraction(text, min, max), string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {min} to {max}"));

    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan min, TimeSpan max) =>
        Parsed(name, fallback, text => DurationText.Parse(text) is { } span && span >= min && span <= max ? span : null,
            $"a duration from {min:c} to {max:c}, written hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss");

    public T Parsed<T>(string name, T fallback, Func<string, T?> parse, string right)
        where T : struct =>
        Parsed(name, (T?)fallback, parse, right) ?? fallback;

    private T? Parsed<T>(string name, T? fallback, Func<string, T?> parse, string right)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        Refuse(name, $"must be {right}");
        return fallback;
    }

    private static int? Whole(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;

    private static double? Fraction(string text, double min, double max) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;

    private static string Path(string name) => name.Replace(LevelSeparator, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}
