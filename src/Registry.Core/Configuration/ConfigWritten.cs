namespace Registry.Core.Configuration;

/// <summary>What became of an entry.</summary>
/// <param name="Before">What it was; null where it is new.</param>
/// <param name="After">What it is; null where it is gone.</param>
public sealed record ConfigWritten(ConfigEntry? Before, ConfigEntry? After);
