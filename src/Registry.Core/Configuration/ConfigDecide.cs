namespace Registry.Core.Configuration;

/// <summary>Decides what becomes of an entry. Pure: it may be asked again, on a newer state.</summary>
/// <param name="current">The entry, or null.</param>
/// <param name="all">Every entry, at the same moment.</param>
/// <param name="now">Storage time, Unix milliseconds.</param>
public delegate ConfigDecision ConfigDecide(ConfigEntry? current, ConfigSnapshot all, long now);
