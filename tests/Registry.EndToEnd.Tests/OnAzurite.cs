namespace Registry.EndToEnd.Tests;

/// <summary>The tests that share one Azurite, each on a table of its own. They run one after another: each has processes of its own.</summary>
[CollectionDefinition(Name)]
public sealed class OnAzurite
{
    public const string Name = "on Azurite";
}
