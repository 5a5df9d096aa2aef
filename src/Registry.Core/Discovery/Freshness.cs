namespace Registry.Core.Discovery;

public enum Freshness
{
    /// <summary>From memory, at most <c>MaxStaleness</c> old while storage answers.</summary>
    Bounded,

    /// <summary><c>Cache-Control: no-cache</c>: sees every commit that anybody acknowledged before the request arrived.</summary>
    Latest,
}
