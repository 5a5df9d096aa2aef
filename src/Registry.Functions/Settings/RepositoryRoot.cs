namespace Registry.Functions.Settings;

/// <summary>The checkout that a directory lies in.</summary>
internal static class RepositoryRoot
{
    private const string Solution = "Registry.Functions.sln";

    /// <summary>The nearest directory upward that holds the solution; the given one where there is none (a published app).</summary>
    public static string Around(string directory)
    {
        for (var current = new DirectoryInfo(directory); current is not null; current = current.Parent)
        {
            if (File.Exists(Path.Combine(current.FullName, Solution)))
            {
                return current.FullName;
            }
        }

        return directory;
    }
}
