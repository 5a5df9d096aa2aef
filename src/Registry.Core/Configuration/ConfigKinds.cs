namespace Registry.Core.Configuration;

/// <summary>What the <c>config</c> partition holds entries of.</summary>
public static class ConfigKinds
{
    public const string Authority = "authority";
    public const string Subscription = "subscription";
    public const string Index = "index";
    public const string Hook = "hook";

    public static IReadOnlyList<string> All { get; } = [Authority, Subscription, Index, Hook];
}
