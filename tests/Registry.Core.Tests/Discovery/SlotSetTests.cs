using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

public sealed class SlotSetTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 200)]
    [InlineData(3, 5000)]
    [InlineData(4, 200_000)]
    public void AddRemove_RandomSequence_SameAsASortedSet(int seed, int slots)
    {
        var random = new Random(seed);
        var set = new SlotSet();
        var model = new SortedSet<int>();
        for (var step = 0; step < 20_000; step++)
        {
            // Phases of growing and shrinking, so that the set changes its form in both directions.
            var slot = random.Next(slots);
            var grows = step / 2000 % 2 == 0;
            if (random.Next(10) < (grows ? 9 : 1))
            {
                Assert.Equal(model.Add(slot), set.Add(slot));
            }
            else
            {
                slot = grows || model.Count == 0 ? slot : model.ElementAt(random.Next(Math.Min(model.Count, 8)));
                Assert.Equal(model.Remove(slot), set.Remove(slot));
            }

            Assert.Equal(model.Count, set.Count);
            if (step % 500 == 0)
            {
                Assert.Equal(model, Slots(set));
                Assert.All(Enumerable.Range(0, 200), _ => SameContains(model, set, random.Next(slots * 2)));
            }
        }
    }

    [Fact]
    public void Form_AroundTheLimit_ChangesWithHysteresis()
    {
        var set = new SlotSet();
        for (var slot = 0; slot < 97; slot++)
        {
            Assert.False(set.IsBitmap);
            set.Add(slot * 3);
        }

        Assert.True(set.IsBitmap);
        set.Remove(0);
        Assert.True(set.IsBitmap);
        for (var slot = 1; slot < 49; slot++)
        {
            set.Remove(slot * 3);
        }

        Assert.False(set.IsBitmap);
        Assert.Equal(Enumerable.Range(49, 48).Select(slot => slot * 3), Slots(set));
    }

    [Fact]
    public void Add_NegativeSlot_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new SlotSet().Add(-1));

    private static void SameContains(SortedSet<int> model, SlotSet set, int slot) => Assert.Equal(model.Contains(slot), set.Contains(slot));

    private static List<int> Slots(SlotSet set)
    {
        var slots = new List<int>();
        foreach (var slot in set)
        {
            slots.Add(slot);
        }

        return slots;
    }
}
