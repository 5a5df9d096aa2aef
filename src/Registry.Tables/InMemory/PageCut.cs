using Registry.Core.Storage;

namespace Registry.Tables.InMemory;

/// <summary>
/// Decides how many rows the next page of a query may hold, as the service does when its 5 seconds or a partition end: from 0 (an
/// empty page with a continuation) to the range's page size. Whoever always answers 0 makes the query endless.
/// </summary>
/// <param name="range">The query.</param>
/// <param name="continuation">Where this page starts; null for the first.</param>
public delegate int PageCut(TableRange range, string? continuation);
