import GRDB

/// The schema as the sum of its migrations, oldest first. A migration that was released is never edited: add one.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-journal", migrate: createJournal)
        migrator.registerMigration("0002-tracks", migrate: createTracks)
        migrator.registerMigration("0003-read-models", migrate: createReadModels)
        migrator.registerMigration("0004-tally", migrate: createTally)
        migrator.registerMigration("0005-port", migrate: createPort)
        migrator.registerMigration("0006-congestion", migrate: createCongestion)
        migrator.registerMigration("0007-webhooks", migrate: createWebhooks)
        migrator.registerMigration("0008-accounts", migrate: createAccounts)
        migrator.registerMigration("0009-alert-work", migrate: createAlertWork)
        migrator.registerMigration("0010-search", migrate: createSearch)
        return migrator
    }
}
