namespace Registry.Http.Bodies;

/// <summary>How much of a body is read at all.</summary>
internal static class BodyLimits
{
    /// <summary>Bytes of a body that speaks of one agent.</summary>
    public const int Single = 64 * 1024;

    /// <summary>Bytes of a batch.</summary>
    public const int Batch = 4 * 1024 * 1024;

    /// <summary>Items of a batch.</summary>
    public const int BatchItems = 1000;

    /// <summary>Levels of JSON in a body that speaks of one agent.</summary>
    public const int Depth = 16;

    /// <summary>An item of a batch may be as deep as it may be alone.</summary>
    public const int BatchDepth = Depth + 1;
}
