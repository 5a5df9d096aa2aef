namespace Registry.Tables.Azurite;

/// <summary>How Azurite is to run.</summary>
public sealed class AzuriteOptions
{
    /// <summary>The directory that holds <c>package.json</c> and its lock file; see <see cref="NpmRoot.Find"/>.</summary>
    public required string Root { get; init; }

    /// <summary>Where the data lies; null keeps it in Azurite's memory (tests).</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The table service's port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Bound on restoring the npm parts, a wait for another process that restores them included.</summary>
    public TimeSpan RestoreTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bound on the start, and on waiting for an earlier Azurite to save and end.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long Azurite may save its data before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told what takes long ("restoring the npm parts").</summary>
    public Action<string> Report { get; init; } = static _ => { };
}
