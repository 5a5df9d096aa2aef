namespace Registry.Functions.Settings;

internal enum StorageKind
{
    /// <summary>The Table service, or Azurite.</summary>
    Table,

    /// <summary>In memory: nothing is kept.</summary>
    Memory,
}
