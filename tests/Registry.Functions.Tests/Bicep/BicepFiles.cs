using Registry.Functions.Tests.Deployment;

namespace Registry.Functions.Tests.Bicep;

/// <summary>The Bicep files of <c>infra/</c>, by their paths in it, and their trees.</summary>
internal sealed record BicepFiles(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, BicepNode> Trees)
{
    public const string Main = "main.bicep";
    private const string Directory = "infra";

    private static readonly Lazy<Task<BicepFiles>> Repositorys = new(() => ReadAsync(
        Repository.Files(Directory, "*.bicep*").ToDictionary(path => path[(Directory.Length + 1)..], Repository.Read, StringComparer.Ordinal)));

    /// <summary>Files that deploy something.</summary>
    public IEnumerable<KeyValuePair<string, BicepNode>> Modules => Trees.Where(tree => tree.Key.EndsWith(".bicep", StringComparison.Ordinal));

    public IEnumerable<KeyValuePair<string, BicepNode>> ParameterFiles => Trees.Where(tree => tree.Key.EndsWith(".bicepparam", StringComparison.Ordinal));

    public static Task<BicepFiles> OfTheRepositoryAsync() => Repositorys.Value;

    public static async Task<BicepFiles> ReadAsync(IReadOnlyDictionary<string, string> texts) => new(texts, await BicepParser.ParseAsync(texts));

    /// <summary>The same with one place changed, which has to be there.</summary>
    public async Task<BicepFiles> WithAsync(string path, string before, string after)
    {
        var text = DeploymentFiles.Replaced(Texts[path], before, after);
        var changed = await BicepParser.ParseAsync(new Dictionary<string, string> { [path] = text });
        return new(new Dictionary<string, string>(Texts) { [path] = text }, new Dictionary<string, BicepNode>(Trees) { [path] = changed[path] });
    }
}
