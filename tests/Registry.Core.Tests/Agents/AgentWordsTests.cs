using System.Text;
using Registry.Core.Agents;

namespace Registry.Core.Tests.Agents;

public sealed class AgentWordsTests
{
    [Fact]
    public void TryParse_OfEveryWord_GivesItsValue()
    {
        AssertAll(AgentWords.Kind);
        AssertAll(AgentWords.Status);
        AssertAll(AgentWords.Lifecycle);
        AssertAll(AgentWords.Strategy);
        AssertAll(AgentWords.HealthCheckKind);
    }

    [Theory]
    [InlineData("critical", 0)]
    [InlineData("high", 1)]
    [InlineData("normal", 2)]
    [InlineData("low", 3)]
    [InlineData("fallback", 9)]
    public void TryParsePriority_OfAWord_GivesItsNumber(string word, int expected)
    {
        Assert.True(AgentWords.TryParsePriority(word, out var priority));
        Assert.Equal(expected, priority);
        Assert.Equal(word, AgentWords.PriorityWord(priority));
    }

    private static void AssertAll<T>(WordTable<T> words)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            Assert.True(words.TryParse(words[value], out var parsed));
            Assert.Equal(value, parsed);
            Assert.True(words.TryParse(Encoding.UTF8.GetBytes(words[value]), out parsed));
            Assert.Equal(value, parsed);
        }

        Assert.False(words.TryParse("nonsense", out _));
        Assert.False(words.TryParse((string?)null, out _));
    }
}
