using System.Runtime.CompilerServices;

namespace Registry.Core.Discovery;

/// <summary>The slots of each value of an enumeration whose values count up from zero.</summary>
internal sealed class EnumPostings<T>
    where T : struct, Enum
{
    private readonly SlotSet[] _slots = [.. Enum.GetValues<T>().Select(_ => new SlotSet())];

    public SlotSet this[T value] => _slots[Index(value)];

    public void Move(T? before, T? after, int slot)
    {
        if (before is { } old && after is { } same && Index(old) == Index(same))
        {
            return;
        }

        if (before is { } left)
        {
            _slots[Index(left)].Remove(slot);
        }

        if (after is { } entered)
        {
            _slots[Index(entered)].Add(slot);
        }
    }

    private static int Index(T value) => Unsafe.BitCast<T, int>(value);
}
