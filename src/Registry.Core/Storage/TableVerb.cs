namespace Registry.Core.Storage;

/// <summary>How the table service is asked.</summary>
public enum TableVerb
{
    Get,
    Query,
    Write,
    Transaction,
}
