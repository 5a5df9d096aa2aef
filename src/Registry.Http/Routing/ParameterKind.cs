namespace Registry.Http.Routing;

/// <summary>What values a parameter takes, for the API document.</summary>
internal enum ParameterKind
{
    Text,

    /// <summary>Repeated, or separated by commas.</summary>
    List,
    Flag,
    Whole,
    Number,
}
