@{
    # Identity
    ModuleVersion          = '0.3.0'
    GUID                   = 'f3d0bb5c-46d7-46cc-9ef6-f93b895c5a69'
    Author                 = 'The Contabyx authors'
    CompanyName            = 'Contabyx'
    Copyright              = '(c) 2026 The Contabyx authors. MIT licence.'
    Description            = 'The native libraries of DuckDB for the embedded twin of Contabyx, of the same version. It has no commands and need not be imported.'

    # Requirements
    PowerShellVersion      = '7.6'
    CompatiblePSEditions   = @('Core')

    # Exports
    CmdletsToExport        = @()
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    # Gallery
    PrivateData            = @{
        PSData = @{
            Tags         = @('Contabyx', 'DuckDB', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'For Contabyx 0.3.0.'
        }
    }
}
