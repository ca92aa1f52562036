namespace Tautan.Platform.Persistence;

/// <summary>Something that the works of a group share and that writes together what they write one after another.</summary>
public interface IWrittenLate
{
    /// <summary>Writes what is not written yet; called before the group is committed.</summary>
    Task FlushAsync();
}
