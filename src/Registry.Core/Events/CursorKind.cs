namespace Registry.Core.Events;

/// <summary>What a cursor goes through: those of one kind mean nothing to another.</summary>
public enum CursorKind
{
    Events = 1,
    Audit = 2,
}
