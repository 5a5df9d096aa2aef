using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

public sealed class SemanticVersionTests
{
    /// <summary>Section 11 of the specification, continued at both ends.</summary>
    [Fact]
    public void CompareTo_SpecificationsOrder_Ascends()
    {
        string[] ascending =
        [
            "0.0.0-0", "0.0.0", "0.0.1", "0.1.0", "1.0.0-0", "1.0.0-1", "1.0.0-9", "1.0.0-10", "1.0.0-99999999999999999999", "1.0.0--", "1.0.0-A", "1.0.0-alpha", "1.0.0-alpha.1",
            "1.0.0-alpha.1.0", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.9.0", "1.10.0", "2.0.0-a",
            "2.0.0", "2.1.1", "9007199254740991.0.0",
        ];
        for (var i = 0; i < ascending.Length; i++)
        {
            for (var j = 0; j < ascending.Length; j++)
            {
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(Version(ascending[i]).CompareTo(Version(ascending[j]))));
                Assert.Equal(i < j, Version(ascending[i]) < Version(ascending[j]));
                Assert.Equal(i == j, Version(ascending[i]) == Version(ascending[j]));
            }
        }
    }

    [Theory]
    [InlineData("1.2.3+build.7", "1.2.3")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData(" 1.2.3 ", "1.2.3")]
    [InlineData("1.2.3-rc.1+001", "1.2.3-rc.1")]
    [InlineData("1.2.3-0a.x-y", "1.2.3-0a.x-y")]
    public void TryParse_Version_ReadsAllButBuild(string text, string expected)
    {
        Assert.Equal(expected, Version(text).ToString());
        Assert.Equal(Version(expected), Version(text));
        Assert.Equal(Version(expected).GetHashCode(), Version(text).GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.x")]
    [InlineData("*")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.02.3")]
    [InlineData("1.2.-3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-ä")]
    [InlineData("1.2.3+a+b")]
    [InlineData("1.2.3 beta")]
    [InlineData("+1.2.3")]
    [InlineData("1.2.٣")]
    [InlineData("9007199254740992.0.0")]
    [InlineData("99999999999999999999.0.0")]
    [InlineData("latest")]
    public void TryParse_NoVersion_False(string? text) => Assert.False(SemanticVersion.TryParse(text, out _));

    [Fact]
    public void TryParse_VeryLong_False() => Assert.False(SemanticVersion.TryParse("1.2.3-" + new string('a', 300), out _));

    private static SemanticVersion Version(string text)
    {
        Assert.True(SemanticVersion.TryParse(text, out var version), text);
        return version;
    }
}
