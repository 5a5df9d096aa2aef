namespace Registry.Core.Resolution;

/// <summary>Why a candidate was left, or that it was not left for anything of its own.</summary>
public enum CandidateReason
{
    /// <summary>It can be used.</summary>
    Usable,

    /// <summary>The caller does not want it.</summary>
    Excluded,

    /// <summary>It lacks a capability.</summary>
    Capability,

    /// <summary>It is not active.</summary>
    Lifecycle,

    /// <summary>It is neither healthy nor degraded; or degraded, while a healthy one is there.</summary>
    Status,

    /// <summary>Its circuit lets no call pass.</summary>
    Circuit,

    /// <summary>Something that it depends on is down.</summary>
    Dependencies,
}
