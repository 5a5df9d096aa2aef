namespace Registry.Core.Events;

/// <summary>Why a watcher stopped watching.</summary>
internal enum WatchEnd
{
    /// <summary>Something happened that it may want.</summary>
    Happened,

    /// <summary>Its time is up, or the process is stopping.</summary>
    Over,

    /// <summary>Whom it watched for has gone.</summary>
    Gone,
}
