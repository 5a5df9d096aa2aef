using Registry.Core.Agents;

namespace Registry.Http.Auth;

/// <summary>Roles as settings, tokens and answers name them.</summary>
public static class RoleWords
{
    /// <summary>For a person.</summary>
    public const string Rule = "reader, agent, operator or admin";

    public static string Of(CallerRole role) => role switch
    {
        CallerRole.None => "none",
        CallerRole.Reader => "reader",
        CallerRole.Agent => "agent",
        CallerRole.Operator => "operator",
        _ => "admin",
    };

    /// <summary>Compared without case; <see cref="CallerRole.None"/> for any other word.</summary>
    public static CallerRole Parse(string word)
    {
        for (var role = CallerRole.Reader; role <= CallerRole.Admin; role++)
        {
            if (word.Equals(Of(role), StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        return CallerRole.None;
    }
}
