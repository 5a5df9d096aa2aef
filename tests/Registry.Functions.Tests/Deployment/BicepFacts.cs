using System.Globalization;
using Registry.Functions.Tests.Bicep;

namespace Registry.Functions.Tests.Deployment;

/// <summary>What the Bicep modules say of the app.</summary>
internal sealed record BicepFacts
{
    private const string App = "modules/function-app.bicep";
    private const string Alerts = "modules/alerts.bicep";
    private const string Group = "function:";

    /// <summary>Names of the app settings; a part that is put in stands as <c>{}</c>.</summary>
    public required IReadOnlyList<string> AppSettings { get; init; }

    /// <summary>Functions that are named: in groups of instances and in the queries of alerts.</summary>
    public required IReadOnlyList<string> FunctionNames { get; init; }

    /// <summary>Requests that an instance gets at a time, as the parameter's default has it.</summary>
    public required int HttpConcurrency { get; init; }

    public static async Task<BicepFacts> OfTheRepositoryAsync() => Of(await BicepFiles.OfTheRepositoryAsync());

    public static BicepFacts Of(BicepFiles files)
    {
        var app = files.Trees[App];
        var variables = app.Children.Where(node => node.Type == "variable_declaration").ToDictionary(node => node.Children[0].Text, node => node);
        var always = variables["appSettings"].Children[1].Children.Where(node => node.Type == "object_property").Select(node => node.Children[0].Content);
        var perKey = app.OfType("string").Select(text => text.Content).Where(text => text.StartsWith("Registry__Keys__", StringComparison.Ordinal));
        var groups = app.OfType("string").Select(text => text.Content).Where(text => text.StartsWith(Group, StringComparison.Ordinal)).Select(text => text[Group.Length..]);
        var counted = files.Trees[Alerts].OfType("string").SelectMany(text => text.Content.Split('"'))
            .Where(text => text.EndsWith(" Successes", StringComparison.Ordinal) || text.EndsWith(" Failures", StringComparison.Ordinal))
            .Select(text => text.Split(' ')[0]);
        var concurrency = app.Children.Single(node => node is { Type: "parameter_declaration" } && node.Children[0].Text == "httpConcurrency").Children[2];
        return new BicepFacts
        {
            AppSettings = [.. always, .. perKey],
            FunctionNames = [.. groups.Concat(counted).Distinct()],
            HttpConcurrency = int.Parse(concurrency.Text, CultureInfo.InvariantCulture),
        };
    }
}
