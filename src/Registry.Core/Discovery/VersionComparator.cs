namespace Registry.Core.Discovery;

/// <summary>One bound of a range.</summary>
internal readonly record struct VersionComparator(VersionOperator Operator, SemanticVersion Version)
{
    public bool Test(SemanticVersion version)
    {
        var order = version.CompareTo(Version);
        return Operator switch
        {
            VersionOperator.Less => order < 0,
            VersionOperator.LessOrEqual => order <= 0,
            VersionOperator.Greater => order > 0,
            VersionOperator.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }
}
