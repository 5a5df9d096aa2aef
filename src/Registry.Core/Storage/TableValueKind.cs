namespace Registry.Core.Storage;

/// <summary>The property types this registry stores. A property of any other type in a row is passed over when it is read.</summary>
public enum TableValueKind
{
    Text,
    Int64,
    Binary,
    Boolean,
}
