namespace Registry.Http.Tests.OpenApi;

/// <summary>Files of the repository that tests hold against the app.</summary>
internal static class RepositoryFiles
{
    private const string Marker = "Registry.Functions.sln";

    public static string ReadText(string path) => File.ReadAllText(PathOf(path));

    public static string PathOf(string path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, Marker)))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(directory.FullName, path);
    }
}
