namespace Registry.Core.Agents;

/// <summary>Limits on what an agent may register. Characters are Unicode code points unless said otherwise.</summary>
public static class AgentLimits
{
    public const int MaxIdLength = 128;

    public const int MaxNameLength = 128;

    /// <summary>Type, version, environment, handler, a tag, a capability's name or version.</summary>
    public const int MaxWordLength = 128;

    /// <summary>Endpoint, hook URL, probe path.</summary>
    public const int MaxUrlLength = 2048;

    /// <summary>What DNS allows, RFC 1035 §2.3.4.</summary>
    public const int MaxHostLength = 253;

    public const int MaxCapabilities = 256;

    public const int MaxTags = 64;

    /// <summary>Members of <c>metadata</c> itself; nested ones are bounded by the size of the agent.</summary>
    public const int MaxMetadataKeys = 64;

    /// <summary>Levels of objects and arrays in a body, the body itself being the first.</summary>
    public const int MaxJsonDepth = 16;

    /// <summary>Levels of a member of a body, <c>metadata</c> for one.</summary>
    public const int MaxMemberDepth = MaxJsonDepth - 1;

    /// <summary>UTF-16 units of the stored document. A string property of the Table service holds 32,768.</summary>
    public const int MaxSerializedLength = 32_000;

    /// <summary>Part of <see cref="MaxSerializedLength"/> kept for what the registry adds: id, owner, times, marks.</summary>
    public const int ReservedLength = 1_000;

    public const int MaxProbeHeaders = 32;

    /// <summary>Characters of the probe headers' names and values together.</summary>
    public const int MaxProbeHeadersLength = 8 * 1024;

    public const double MinTtlSeconds = 10;

    /// <summary>Seven days.</summary>
    public const double MaxTtlSeconds = 604_800;

    public const int MaxPort = 65_535;

    public const int MaxIdempotencyKeyLength = 128;
}
