using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

public sealed class SafeRegexTests
{
    [Theory]
    [InlineData("agent", "my-agent-1", true)]
    [InlineData("^agent", "my-agent-1", false)]
    [InlineData("Agent", "my-agent-1", false)]
    [InlineData("(?i)Agent", "my-agent-1", true)]
    [InlineData(@"^svc-[a-z]{3,10}-\d{4}$", "svc-mail-2024", true)]
    [InlineData("a|b", "xbx", true)]
    [InlineData(@"\bfoo\b", "a foo b", true)]
    [InlineData("", "anything", true)]
    public void IsMatch_Pattern_AsExpected(string pattern, string text, bool expected) => Assert.Equal(expected, Create(pattern).IsMatch(text));

    [Theory]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData("*a")]
    [InlineData("a{2,1}")]
    [InlineData(@"\")]
    [InlineData("(?<n")]
    [InlineData(@"\p{Nonsense}")]
    [InlineData("[z-a]")]
    [InlineData("(?=a)b")]
    [InlineData("(?!a)b")]
    [InlineData("(?<=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?>a+)b")]
    [InlineData("(a)?(?(1)b|c)")]
    [InlineData(@"(?<o>\()(?<-o>\))")]
    public void TryCreate_BadOrUnsupported_Refused(string pattern)
    {
        Assert.False(SafeRegex.TryCreate(pattern, out var regex, out var error));
        Assert.Null(regex);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void TryCreate_Broken_SaysWhatAndWhereWithoutThePattern()
    {
        Assert.False(SafeRegex.TryCreate("secret[", out _, out var error));
        Assert.Equal("Not a regular expression: unterminated bracket at offset 7.", error);
    }

    [Fact]
    public void TryCreate_TooLong_Refused()
    {
        Assert.True(SafeRegex.TryCreate(new string('a', SafeRegex.MaxPatternLength), out _, out _));
        Assert.False(SafeRegex.TryCreate(new string('a', SafeRegex.MaxPatternLength + 1), out _, out var error));
        Assert.Contains("512", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((((a{30}){30}){30}){30}){30}")]
    [InlineData("((a{0,1000}){0,1000}){0,1000}")]
    [InlineData("(a{2147483647}){2147483647}b")]
    [InlineData("a{2147483647}")]
    [InlineData("a{00000000000000000000999}")]
    [InlineData("a{99999999999999999999}")]
    [InlineData("a{257,}")]
    [InlineData("($|^){2147483646}.(?i)a")]
    [InlineData(@"(\b){0,129}")]
    [InlineData("[ab]*a[ab]{1100}$")]
    [InlineData(@"[\]a]{600}")]
    [InlineData("[]a]{600}")]
    [InlineData("[^]a]{600}")]
    [InlineData(@"\c[a{600}]")]
    [InlineData(@"\[a{600}]")]
    [InlineData(@"[\c]]a{600}")]
    [InlineData("(?<name>a){600}")]
    [InlineData("(?:a){600}?")]
    [InlineData("(?i:ab){65}")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[[]")]
    [InlineData("(?#[)(a{99}){99}")]
    [InlineData("(?x)#[\n(a{99}){99}")]
    [InlineData("(?i-x:a)")]
    public void TryCreate_LargeOnceWrittenOut_RefusedBeforeItIsBuilt(string pattern)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(SafeRegex.TryCreate(pattern, out _, out var error));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.Contains("too large", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a{256}")]
    [InlineData("(a{7}){32}")]
    [InlineData("a{,999}")]
    [InlineData("a{600")]
    [InlineData(@"a\{600}")]
    [InlineData("[a{600}]")]
    [InlineData(@"\p{Lu}{3}")]
    [InlineData("^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")]
    public void TryCreate_SmallOnceWrittenOut_Taken(string pattern) => Create(pattern);

    [Fact]
    public void TryCreate_LongestLiteralsAndDeepestGroups_Taken()
    {
        Create(new string('a', SafeRegex.MaxPatternLength));
        Create(new string('(', 170) + "a" + new string(')', 170));
        Create(string.Concat(Enumerable.Repeat("(a?", 85)) + string.Concat(Enumerable.Repeat(")*", 85)));
    }

    /// <summary>Each of them keeps the bare engine busy for minutes, or makes it allocate gigabytes.</summary>
    [Theory]
    [InlineData(@"((([^a][ab]{5,}|(.){2,})?)*?){5,}\s{100}b+")]
    [InlineData(@"(a\B?([^a]|a)+[ab]..{5,})*(($\s|[^a]\s)*){3}\b\p{L}\s^*\w.(\b|a)*")]
    public void IsMatch_PatternThatExplodes_GivesUp(string pattern)
    {
        var random = new Random(1);
        var regex = Create(pattern);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000 && !regex.GaveUp; i++)
        {
            regex.IsMatch(string.Create(20 + (i % 100), random, static (letters, dice) => dice.GetItems<char>("ab-c1", letters)));
        }

        Assert.True(regex.GaveUp);
        Assert.False(regex.IsMatch("x"));

        // What a single text may cost comes on top of the bound over all of them.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512L << 20);
    }

    [Theory]
    [InlineData("((((((((((a*)*)*)*)*)*)*)*)*)*)*$")]
    [InlineData("(a|a|a|a|aa)+$")]
    [InlineData("(a?){30}a{30}$")]
    [InlineData("(a+)+$")]
    [InlineData("(.*)*(.*)*(.*)*!")]
    public void IsMatch_PatternThatExplodesWithBacktracking_IsCheap(string pattern)
    {
        var regex = Create(pattern);
        for (var length = 1; length <= 2000; length++)
        {
            regex.IsMatch(new string('a', length) + "?");
        }

        Assert.False(regex.GaveUp);
    }

    [Fact]
    public void IsMatch_NestedPlusOverLongText_IsLinear()
    {
        // A backtracking engine takes 2^n steps here: a text of 40 characters would not end, and this one is past the time for a single text
        // unless it is linear.
        var regex = Create("(a+)+$");
        Assert.False(regex.IsMatch(new string('a', 200_000) + "!"));
        Assert.False(regex.GaveUp);
    }

    private static SafeRegex Create(string pattern)
    {
        Assert.True(SafeRegex.TryCreate(pattern, out var regex, out var error), error);
        return regex;
    }
}
