using System.Numerics;

namespace Registry.Core.Discovery;

/// <summary>
/// A set of slots: a sorted array while it is small, a bitmap from then on. Most values of an index belong to a handful of agents (an owner, a rare
/// tag), a few to nearly all (a status), and slots are dense, so each form is the smaller one where it is used. Not thread-safe.
/// </summary>
internal sealed class SlotSet
{
    // 96 ints are a bitmap of 3,072 slots. Going back at half of that keeps a set that hovers around the limit from changing form each time.
    private const int MaxSparse = 96;
    private const int BackToSparse = MaxSparse / 2;

    private int[] _sparse = [];
    private ulong[]? _words;

    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>The bitmap; empty while the set is an array.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    public bool IsBitmap => _words is not null;

    /// <summary>False when it was there.</summary>
    public bool Add(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        return _words is null ? AddSparse(slot) : AddBit(slot);
    }

    /// <summary>False when it was not there.</summary>
    public bool Remove(int slot) => _words is null ? RemoveSparse(slot) : RemoveBit(slot);

    public bool Contains(int slot)
    {
        if (_words is not { } words)
        {
            return _sparse.AsSpan(0, Count).BinarySearch(slot) >= 0;
        }

        var index = slot >> 6;
        return (uint)index < (uint)words.Length && (words[index] & (1UL << slot)) != 0;
    }

    /// <summary>Slots in ascending order. The set must not change meanwhile.</summary>
    public Enumerator GetEnumerator() => new(this);

    private bool AddSparse(int slot)
    {
        var at = _sparse.AsSpan(0, Count).BinarySearch(slot);
        if (at >= 0)
        {
            return false;
        }

        if (Count == MaxSparse)
        {
            ToBitmap();
            return AddBit(slot);
        }

        at = ~at;
        if (Count == _sparse.Length)
        {
            // Most sets stay at one or two.
            Array.Resize(ref _sparse, Count == 0 ? 1 : Math.Min(Count * 2, MaxSparse));
        }

        _sparse.AsSpan(at, Count - at).CopyTo(_sparse.AsSpan(at + 1));
        _sparse[at] = slot;
        Count++;
        return true;
    }

    private bool RemoveSparse(int slot)
    {
        var at = _sparse.AsSpan(0, Count).BinarySearch(slot);
        if (at < 0)
        {
            return false;
        }

        _sparse.AsSpan(at + 1, Count - at - 1).CopyTo(_sparse.AsSpan(at));
        Count--;
        return true;
    }

    private bool AddBit(int slot)
    {
        var index = slot >> 6;
        if (index >= _words!.Length)
        {
            Array.Resize(ref _words, Math.Max(index + 1, _words.Length + (_words.Length >> 1)));
        }

        ref var word = ref _words[index];
        var bit = 1UL << slot;
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        Count++;
        return true;
    }

    private bool RemoveBit(int slot)
    {
        if (!Contains(slot))
        {
            return false;
        }

        _words![slot >> 6] &= ~(1UL << slot);
        Count--;
        if (Count <= BackToSparse)
        {
            ToSparse();
        }

        return true;
    }

    private void ToBitmap()
    {
        _words = new ulong[(_sparse[Count - 1] >> 6) + 1];
        foreach (var slot in _sparse.AsSpan(0, Count))
        {
            _words[slot >> 6] |= 1UL << slot;
        }

        _sparse = [];
    }

    private void ToSparse()
    {
        var sparse = new int[MaxSparse];
        var next = 0;
        foreach (var slot in this)
        {
            sparse[next++] = slot;
        }

        _sparse = sparse;
        _words = null;
    }

    public struct Enumerator
    {
        private readonly SlotSet _set;
        private int _index;
        private ulong _rest;

        internal Enumerator(SlotSet set)
        {
            _set = set;
            _index = -1;
        }

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (_set._words is not { } words)
            {
                if (++_index >= _set.Count)
                {
                    return false;
                }

                Current = _set._sparse[_index];
                return true;
            }

            while (_rest == 0)
            {
                if (++_index >= words.Length)
                {
                    return false;
                }

                _rest = words[_index];
            }

            Current = (_index << 6) | BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
