using Registry.Core.Agents;

namespace Registry.Http.Auth;

/// <summary>Endpoint metadata: the least role that may call. <see cref="CallerRole.None"/>: anybody.</summary>
internal sealed record RequiredRole(CallerRole Role);
