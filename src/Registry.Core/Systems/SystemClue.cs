namespace Registry.Core.Systems;

/// <summary>What in an endpoint tells its system type.</summary>
internal enum SystemClue
{
    /// <summary>A URL scheme; <c>mysql+driver</c> is found by <c>mysql</c>.</summary>
    Scheme,

    /// <summary>A host and all below it; in <c>sqs.*.example.com</c> the label before the star stands anywhere below.</summary>
    Host,

    /// <summary>The service in an <c>arn:partition:service:…</c>.</summary>
    Arn,

    /// <summary>The name of a parameter in a connection string, without case and spaces.</summary>
    Parameter,

    /// <summary>The name of a parameter in a web address.</summary>
    Query,

    /// <summary>A segment of a web address's path, or with a dot in front how its last one ends.</summary>
    Path,

    /// <summary>The port of an http address without a path: what <c>host</c> and <c>port</c> alone make of another protocol's port.</summary>
    Port,
}
