using System.Diagnostics;
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
    [InlineData("((a|b{9}){99}c?){99}")]
    [InlineData("[ab]*a[ab]{1100}$")]
    public void TryCreate_NestedCountedRepetition_RefusedBeforeItIsBuilt(string pattern)
    {
        // The first one also loads the engine.
        Assert.False(SafeRegex.TryCreate(pattern, out _, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(SafeRegex.TryCreate(pattern, out _, out var error));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("too large", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a{2147483647}")]
    [InlineData("((((((((((a*)*)*)*)*)*)*)*)*)*)*$")]
    [InlineData("(a|a|a|a|aa)+$")]
    [InlineData("(a?){30}a{30}$")]
    public void IsMatch_PatternThatExplodesElsewhere_IsCheap(string pattern)
    {
        // Refused is as good as matched: what counts is that neither takes memory.
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (SafeRegex.TryCreate(pattern, out var regex, out _))
        {
            for (var length = 1; length <= 128; length++)
            {
                regex.IsMatch(new string('a', length) + "!");
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public void IsMatch_NestedPlusOverLongText_IsLinear()
    {
        // A backtracking engine needs 2^n steps here: it would not end for a text of 40 characters. 200,000 are a matter of milliseconds,
        // the bound is a hundred times that for a slow machine.
        var regex = Create("(a+)+$");
        var text = new string('a', 200_000) + "!";
        var watch = Stopwatch.StartNew();
        Assert.False(regex.IsMatch(text));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private static SafeRegex Create(string pattern)
    {
        Assert.True(SafeRegex.TryCreate(pattern, out var regex, out var error), error);
        return regex;
    }
}
