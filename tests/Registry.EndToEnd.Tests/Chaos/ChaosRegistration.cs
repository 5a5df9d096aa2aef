namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>What is known of one id.</summary>
internal sealed class ChaosRegistration
{
    public const int TtlSeconds = 10;

    public required string Id { get; init; }

    public ChaosState State { get; set; }

    /// <summary>Whether a registration whose answer was lost may still happen.</summary>
    public bool MayComeAgain { get; set; }

    /// <summary>When each acknowledged renewal was sent.</summary>
    public List<DateTimeOffset> Renewed { get; } = [];

    /// <summary>What the version may be: the one acknowledged last, and those whose answers were lost since.</summary>
    public HashSet<string> Versions { get; } = new(StringComparer.Ordinal) { "1.0.0" };

    /// <summary>Every version whose PATCH was acknowledged.</summary>
    public List<string> Acknowledged { get; } = [];
}
