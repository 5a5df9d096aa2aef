using Registry.Core.Agents;

namespace Registry.Http.Auth;

/// <summary>Roles as settings and answers name them.</summary>
internal static class RoleWords
{
    public static string Of(CallerRole role) => role switch
    {
        CallerRole.None => "none",
        CallerRole.Reader => "reader",
        CallerRole.Agent => "agent",
        CallerRole.Operator => "operator",
        _ => "admin",
    };
}
