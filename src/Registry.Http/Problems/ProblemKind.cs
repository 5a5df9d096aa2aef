namespace Registry.Http.Problems;

/// <summary>A kind of problem.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">For programs; the last part of the type's URN.</param>
/// <param name="Title">In a few words.</param>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    public string Type { get; } = "urn:registry:error:" + Code;
}
