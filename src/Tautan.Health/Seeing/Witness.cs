using System.Net;

namespace Tautan.Health.Seeing;

/// <summary>A URL that can tell whether we can see.</summary>
/// <param name="Url">To be probed.</param>
/// <param name="Address">Where it was last found; null: not known.</param>
/// <param name="AnsweredAt">When it last answered at all (steady); null: not known.</param>
/// <param name="Workspace">On whose behalf it is asked; null: the operator named it.</param>
internal sealed record Witness(string Url, IPAddress? Address, DateTimeOffset? AnsweredAt, Guid? Workspace);
