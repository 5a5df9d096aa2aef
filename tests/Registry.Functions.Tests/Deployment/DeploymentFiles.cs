using System.Text.Json;

namespace Registry.Functions.Tests.Deployment;

/// <summary>Everything that has to agree about functions, routes, schedules and settings.</summary>
internal sealed record DeploymentFiles
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The worker's part of the app: path → text.</summary>
    public required IReadOnlyDictionary<string, string> Worker { get; init; }

    public required string HostJson { get; init; }

    public required string SampleSettings { get; init; }

    /// <summary><c>docs/deployment.md</c>.</summary>
    public required string Guide { get; init; }

    /// <summary>The other pages of <c>docs/</c>: a setting may be explained where its feature is.</summary>
    public required string OtherDocs { get; init; }

    public required IReadOnlyList<RouteFacts> Routes { get; init; }

    /// <summary>What the Bicep modules deploy.</summary>
    public required BicepFacts Bicep { get; init; }

    public JsonElement Host => JsonDocument.Parse(HostJson).RootElement;

    public IReadOnlyDictionary<string, string> SampleValues =>
        JsonDocument.Parse(SampleSettings, Lenient).RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal);

    public static async Task<DeploymentFiles> OfTheRepositoryAsync() => new()
    {
        Worker = Repository.Files("src/Registry.Functions/Triggers", "*.cs").Append("src/Registry.Functions/Program.cs")
            .ToDictionary(path => path, Repository.Read, StringComparer.Ordinal),
        HostJson = Repository.Read("host.json"),
        SampleSettings = Repository.Read("local.settings.sample.json"),
        Guide = Repository.Read("docs/deployment.md"),
        OtherDocs = string.Concat(Repository.Files("docs", "*.md").Where(path => path != "docs/deployment.md").Select(Repository.Read)),
        Routes = RouteFacts.All(),
        Bicep = await BicepFacts.OfTheRepositoryAsync(),
    };

    /// <summary>The same with one place changed, which has to be there.</summary>
    public DeploymentFiles WithWorker(string before, string after)
    {
        var path = Assert.Single(Worker, source => source.Value.Contains(before, StringComparison.Ordinal)).Key;
        return this with { Worker = new Dictionary<string, string>(Worker) { [path] = Replaced(Worker[path], before, after) } };
    }

    public static string Replaced(string text, string before, string after)
    {
        Assert.Contains(before, text, StringComparison.Ordinal);
        return text.Replace(before, after, StringComparison.Ordinal);
    }
}
