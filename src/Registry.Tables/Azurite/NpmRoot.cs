namespace Registry.Tables.Azurite;

/// <summary>Finds the directory whose <c>package-lock.json</c> pins Azurite.</summary>
public static class NpmRoot
{
    private const int MaxDepth = 16;

    /// <summary>The nearest one above the program or the current directory; null where there is none (a published app).</summary>
    public static string? Find() => Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);

    private static string? Above(string start)
    {
        var directory = new DirectoryInfo(start);
        for (var depth = 0; depth < MaxDepth && directory is not null; depth++, directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "package.json"))
                && File.Exists(Path.Combine(directory.FullName, "package-lock.json"))
                && File.Exists(Path.Combine(directory.FullName, "Registry.Functions.sln")))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}
